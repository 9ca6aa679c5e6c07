"""What a team may write about the documentation section."""
