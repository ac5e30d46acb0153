"""All that the workbench knows. Imports no Qt, prints nothing, asks nobody."""
