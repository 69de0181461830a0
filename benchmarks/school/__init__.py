"""A copy for a school, set up on a clean machine by docs/hosting.md alone, and all that is said there of it tried."""
