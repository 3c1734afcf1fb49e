"""How the monthly check reads both registers and keeps what it found."""
