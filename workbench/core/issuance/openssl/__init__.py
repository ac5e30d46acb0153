"""The same thing with the `openssl` program: what a form says as commands and a configuration file. Pure text; nothing is run."""
