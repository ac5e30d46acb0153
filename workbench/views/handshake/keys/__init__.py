"""The key schedule as a graph that lights up."""
