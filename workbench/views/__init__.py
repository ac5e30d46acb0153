"""Widgets only. What they show comes from models and core's value types."""
