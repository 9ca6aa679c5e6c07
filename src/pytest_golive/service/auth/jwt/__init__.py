"""JSON Web Tokens: decoding, signing, forging."""
