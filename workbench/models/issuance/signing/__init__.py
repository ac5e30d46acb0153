"""Signing what somebody else asks for, without widgets."""
