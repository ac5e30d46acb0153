"""Taking certificates and keys out of the library, as files for other software."""
