"""What lets a red row through: a broken glass for one run, a trial for some weeks."""
