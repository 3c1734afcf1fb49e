"""Rules and values of the grid company's register: no Qt, no SQL, no files but the catalogues."""
