"""What is drawn or printed: charts, PDF, Excel and CSV files, and the job that makes them."""
