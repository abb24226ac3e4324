"""What each page template is given: one frozen object per page, made from the catalogue."""
