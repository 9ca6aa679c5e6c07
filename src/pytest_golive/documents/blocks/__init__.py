"""Check code blocks in documents: can each be parsed as the Python, TOML, JSON, YAML, shell or Mermaid it claims?"""
