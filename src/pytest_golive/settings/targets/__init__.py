"""What a team may write about a target."""
