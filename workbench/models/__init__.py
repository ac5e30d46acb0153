"""Models: settings, background jobs, the session, item models. They know core and QtCore, and no widgets."""
