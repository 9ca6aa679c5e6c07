"""The verdict as Markdown, for pull requests, release pages, chats, and the summaries of CI systems."""
