"""Who else uses this machine while something is measured on it: a busy machine must not be taken for a slow service."""
