"""sopgen turns YAML into the official SOP documents of an Indonesian government unit."""
