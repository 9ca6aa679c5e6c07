"""Whether documents hold together: their links, their code, the project's own strict build."""
