"""A release against the one before it, as Netflix' Kayenta judges it; without enough data, there is no judgement."""
