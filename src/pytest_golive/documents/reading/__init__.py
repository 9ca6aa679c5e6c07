"""Documents as data: what is one, and its headings, links, blocks and words, each with its line."""
