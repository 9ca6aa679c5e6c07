"""Code in documents: whether what is called Python, TOML, JSON, YAML, shell or Mermaid can be read as that."""
