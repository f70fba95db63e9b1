"""Letters on paper and screen: WeasyPrint makes PDF/A-3a and PDF/UA-1 in one file."""
