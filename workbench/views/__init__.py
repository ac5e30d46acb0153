"""Widgets only. What they show comes from models and core's value types."""

from workbench.views import override_guard

override_guard.install()  # before any class of ours that derives from one of Qt's
