"""Plain HTTP: pages, forms, uploads and downloads."""
