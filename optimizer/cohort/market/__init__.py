"""A national season played out: invented programs and people, folklore against proven lists, and what became of both."""
