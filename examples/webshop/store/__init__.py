"""The web shop of Quillmere Seeds."""
