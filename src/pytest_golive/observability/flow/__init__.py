"""Whether metrics flow: what is requested of a service shows in its metrics, soon, and from every instance."""
