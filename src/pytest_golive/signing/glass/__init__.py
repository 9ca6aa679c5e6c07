"""The glass that somebody breaks in an emergency: which rows a deployment passes without proof, why, and until when."""
