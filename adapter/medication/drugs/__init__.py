"""What is known of drug products: one file of tables, asked by code, name and substance. See docs/for-drugs.md."""
