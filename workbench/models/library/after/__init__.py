"""What is done with certificates after they were issued: revoking, CRLs, OCSP, renewing. No widgets."""
