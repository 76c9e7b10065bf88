"""Attacks on an authorization server, each a function that says how it was refused."""
