"""GitLab: https://docs.gitlab.com/api/rest."""
