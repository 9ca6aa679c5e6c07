"""GitHub, GitLab, Gitea and Forgejo: what they know of a commit, of changes and of issues. We only read them."""
