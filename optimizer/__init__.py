"""matchlist: which residency programs to apply to and which to signal, with the proof and the reasons."""
