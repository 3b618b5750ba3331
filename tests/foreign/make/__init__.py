"""Documents as offices make them, from Word, Excel and HTML files that know nothing of our templates."""
