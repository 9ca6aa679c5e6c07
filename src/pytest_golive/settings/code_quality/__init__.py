"""What a team may write about code quality: limits, and how the tests are run."""
