"""What is done with certificates after they were issued: panels in the detail of the library."""
