"""The back office of Quillmere Seeds."""
