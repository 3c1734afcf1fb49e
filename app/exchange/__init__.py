"""Files in and out: tables in CSV and XLSX, and the kinds of rows they hold. No SQL, no Qt."""
