"""In front of people: the whole screen, with large words."""
