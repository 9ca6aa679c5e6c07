"""Settings about code quality: limits, and how the tests run."""
