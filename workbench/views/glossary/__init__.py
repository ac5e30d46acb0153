"""The glossary in the window: terms marked in texts, the cards that explain them, the glossary itself."""
