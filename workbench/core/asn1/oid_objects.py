"""OIDs of everything but algorithms: attributes, extensions, purposes, policies, message contents."""

from __future__ import annotations

BLOCKS: tuple[tuple[str, str, str], ...] = (
    # Attributes of names
    ("RFC 5280 §A.1", "2.5.4",
     "3 commonName|4 surname|5 serialNumber|6 countryName|7 localityName|8 stateOrProvinceName|10 organizationName|"
     "11 organizationalUnitName|12 title|41 name|42 givenName|43 initials|44 generationQualifier|46 dnQualifier|65 pseudonym"),
    ("RFC 4519 §2", "2.5.4",
     "0 objectClass|9 streetAddress|13 description|14 searchGuide|15 businessCategory|16 postalAddress|17 postalCode|18 postOfficeBox|"
     "19 physicalDeliveryOfficeName|20 telephoneNumber|21 telexNumber|22 teletexTerminalIdentifier|23 facsimileTelephoneNumber|"
     "24 x121Address|25 internationalISDNNumber|26 registeredAddress|27 destinationIndicator|28 preferredDeliveryMethod|31 member|"
     "32 owner|33 roleOccupant|34 seeAlso|35 userPassword|45 x500UniqueIdentifier|47 enhancedSearchGuide|49 distinguishedName|"
     "50 uniqueMember|51 houseIdentifier"),
    ("X.520", "2.5.4", "2 knowledgeInformation|29 presentationAddress|30 supportedApplicationContext|36 userCertificate|37 cACertificate|"
     "38 authorityRevocationList|39 certificateRevocationList|40 crossCertificatePair|48 protocolInformation|52 supportedAlgorithms|"
     "53 deltaRevocationList|54 dmdName|72 role|97 organizationIdentifier|98 countryCode3c|99 countryCode3n|100 dnsName"),
    ("RFC 4519 §2", "0.9.2342.19200300.100.1", "1 userId|25 domainComponent"),
    ("RFC 4524 §2", "0.9.2342.19200300.100.1",
     "2 textEncodedORAddress|3 rfc822Mailbox|4 info|5 favouriteDrink|6 roomNumber|7 photo|8 userClass|9 host|10 manager|"
     "20 homeTelephoneNumber|38 associatedName|41 mobileTelephoneNumber|43 friendlyCountryName|44 uniqueIdentifier|48 buildingName"),
    ("CA/Browser Forum EVG §7.1.4.2", "1.3.6.1.4.1.311.60.2.1",
     "1 jurisdictionLocalityName|2 jurisdictionStateOrProvinceName|3 jurisdictionCountryName"),
    ("RFC 3739 §3.2", "1.3.6.1.5.5.7.9", "1 dateOfBirth|2 placeOfBirth|3 gender|4 countryOfCitizenship|5 countryOfResidence"),
    ("RFC 9925", "", "1.3.6.1.5.5.7.25.1 unsigned"),
    ("RFC 2985", "1.2.840.113549.1.9",
     "1 emailAddress|2 unstructuredName|3 contentType|4 messageDigest|5 signingTime|6 counterSignature|7 challengePassword|"
     "8 unstructuredAddress|9 extendedCertificateAttributes|13 signingDescription|14 extensionRequest|20 friendlyName|21 localKeyId|"
     "25.1 pkcs15Token|25.2 encryptedPrivateKeyInfo|25.3 randomNonce|25.4 sequenceNumber|25.5 pkcs7PDU|26.1 pkcs9String"),
    ("RFC 8551 §2.5.2", "1.2.840.113549.1.9", "15 smimeCapabilities|15.1 preferSignedData|15.2 canNotDecryptAny|"
     "15.3 sMIMECapabilitiesVersions"),
    ("RFC 6211", "1.2.840.113549.1.9", "52 cmsAlgorithmProtect"),
    ("RFC 5035", "1.2.840.113549.1.9.16.2", "12 signingCertificate|47 signingCertificateV2"),
    ("RFC 2634", "1.2.840.113549.1.9.16.2", "1 receiptRequest|2 securityLabel|3 mlExpandHistory|4 contentHint|5 msgSigDigest|"
     "7 contentIdentifier|9 equivalentLabels|10 contentReference|11 encrypKeyPref"),
    ("RFC 5126", "1.2.840.113549.1.9.16.2", "14 signatureTimeStampToken|15 ets-sigPolicyId|16 ets-commitmentType|17 ets-signerLocation|"
     "18 ets-signerAttr|19 ets-otherSigCert|20 ets-contentTimestamp|21 ets-certificateRefs|22 ets-revocationRefs|23 ets-certValues|"
     "24 ets-revocationValues|25 ets-escTimeStamp|26 ets-certCRLTimestamp|27 ets-archiveTimeStamp|48 ets-archiveTimestampV2"),
    ("ISIS-MTT", "1.3.36.8.3", "1 dateOfCertGen|2 procuration|3 admission|4 monetaryLimit|5 declarationOfMajority|8 restriction"),
    ("RFC 9215 §6", "1.2.643", "3.131.1.1 INN|100.1 OGRN|100.3 SNILS|100.4 INNLE|100.5 OGRNIP"),
    # Contents of messages and stores
    ("RFC 5652", "1.2.840.113549.1.7", "1 data|2 signedData|3 envelopedData|4 signedAndEnvelopedData|5 digestedData|6 encryptedData"),
    ("RFC 5652", "1.2.840.113549.1.9.16.1", "2 authData|6 contentInfo"),
    ("RFC 3161", "1.2.840.113549.1.9.16.1", "4 TSTInfo"),
    ("RFC 3274", "1.2.840.113549.1.9.16.1", "9 compressedData"),
    ("RFC 5083", "1.2.840.113549.1.9.16.1", "23 authEnvelopedData"),
    ("RFC 9582", "1.2.840.113549.1.9.16.1", "24 routeOriginAuthz"),
    ("RFC 9286", "1.2.840.113549.1.9.16.1", "26 rpkiManifest"),
    ("RFC 7292 §D", "1.2.840.113549.1.12.10.1",
     "1 keyBag|2 pkcs8ShroudedKeyBag|3 certBag|4 crlBag|5 secretBag|6 safeContentsBag"),
    ("RFC 7292 §4.2", "1.2.840.113549.1.9", "22.1 x509Certificate|22.2 sdsiCertificate|23.1 x509Crl"),
    ("Microsoft", "1.3.6.1.4.1.311.17", "1 Microsoft CSP Name|2 Microsoft Local Key set|3.20 Microsoft Certificate Key Id"),
    ("Oracle Java", "", "2.16.840.1.113894.746875.1.1 trustedKeyUsage"),
    # Extensions
    ("RFC 5280 §4.2", "2.5.29",
     "9 subjectDirectoryAttributes|14 subjectKeyIdentifier|15 keyUsage|17 subjectAltName|18 issuerAltName|19 basicConstraints|"
     "20 cRLNumber|21 reasonCode|23 holdInstructionCode|24 invalidityDate|27 deltaCRLIndicator|28 issuingDistributionPoint|"
     "29 certificateIssuer|30 nameConstraints|31 cRLDistributionPoints|32 certificatePolicies|33 policyMappings|"
     "35 authorityKeyIdentifier|36 policyConstraints|37 extKeyUsage|46 freshestCRL|54 inhibitAnyPolicy|16 privateKeyUsagePeriod"),
    ("X.509", "2.5.29",
     "1 oldAuthorityKeyIdentifier|2 oldPrimaryKeyAttributes|3 oldCertificatePolicies|4 oldPrimaryKeyUsageRestriction|"
     "10 oldBasicConstraints|"
     "22 expirationDate|25 oldCRLDistributionPoints|26 oldIssuingDistributionPoint|34 oldPolicyConstraints|38 authorityAttributeIdentifier|"
     "39 roleSpecCertIdentifier|40 cRLStreamIdentifier|41 basicAttConstraints|42 delegatedNameConstraints|43 timeSpecification|"
     "44 cRLScope|45 statusReferrals|47 orderedList|48 attributeDescriptor|49 userNotice|50 sOAIdentifier|51 baseUpdateTime|"
     "52 acceptableCertPolicies|53 deltaInfo|55 targetInformation|56 noRevAvail|57 acceptablePrivilegePolicies|58 toBeRevoked|"
     "59 revokedGroups|60 expiredCertsOnCRL|61 indirectIssuer|62 noAssertion|63 aAissuingDistributionPoint|64 issuedOnBehalfOf|"
     "65 singleUse|66 groupAC|67 allowedAttAss|68 attributeMappings|69 holderNameConstraints|70 authorizationValidation|"
     "71 protRestrict|72 subjectAltPublicKeyInfo|73 altSignatureAlgorithm|74 altSignatureValue|75 associatedInformation"),
    ("RFC 5280 §4.2.2", "1.3.6.1.5.5.7.1", "1 authorityInfoAccess|11 subjectInfoAccess"),
    ("RFC 3739 §3.2", "1.3.6.1.5.5.7.1", "2 biometricInfo|3 qcStatements"),
    ("RFC 5755", "1.3.6.1.5.5.7.1", "4 ac-auditIdentity|6 ac-targeting|10 ac-proxying"),
    ("RFC 3779", "1.3.6.1.5.5.7.1", "7 ipAddrBlocks|8 autonomousSysIds"),
    ("RFC 3820", "1.3.6.1.5.5.7.1", "14 proxyCertInfo"),
    ("RFC 3709", "1.3.6.1.5.5.7.1", "12 logotype"),
    ("RFC 4334", "1.3.6.1.5.5.7.1", "13 wlanSSID"),
    ("RFC 9310", "1.3.6.1.5.5.7.1", "34 nfTypes"),
    ("RFC 7633", "1.3.6.1.5.5.7.1", "24 tlsfeature"),
    ("RFC 8226", "1.3.6.1.5.5.7.1", "26 tnAuthList"),
    ("RFC 8360", "1.3.6.1.5.5.7.1", "28 ipAddrBlocks-v2|29 autonomousSysIds-v2"),
    ("RFC 8737 §3", "1.3.6.1.5.5.7.1", "31 acmeIdentifier"),
    ("RFC 6962 §3", "1.3.6.1.4.1.11129.2.4", "2 signedCertificateTimestampList|3 precertificatePoison|4 precertificateSigning|"
     "5 signedCertificateTimestampListOCSP"),
    ("RFC 9345", "1.3.6.1.4.1.44363", "44 delegationUsage"),
    ("CA/Browser Forum EVG §9.8.2", "", "2.23.140.3.1 cabfOrganizationIdentifier"),
    ("CA/Browser Forum BR", "", "2.23.140.1.31 cabf-TorServiceDescriptor|2.23.140.41 cabf-caSigningNonce|"
     "2.23.140.42 cabf-applicantSigningNonce"),
    ("RFC 6960 §4", "1.3.6.1.5.5.7.48.1", "1 id-pkix-ocsp-basic|2 id-pkix-ocsp-nonce|3 id-pkix-ocsp-crl|4 id-pkix-ocsp-response|"
     "5 id-pkix-ocsp-nocheck|6 id-pkix-ocsp-archive-cutoff|7 id-pkix-ocsp-service-locator|8 id-pkix-ocsp-pref-sig-algs|"
     "9 id-pkix-ocsp-extended-revoke"),
    ("Netscape", "2.16.840.1.113730.1",
     "1 netscape-cert-type|2 netscape-base-url|3 netscape-revocation-url|4 netscape-ca-revocation-url|7 netscape-cert-renewal-url|"
     "8 netscape-ca-policy-url|12 netscape-ssl-server-name|13 netscape-comment"),
    ("Netscape", "2.16.840.1.113730.2", "5 netscape-cert-sequence"),
    ("Microsoft", "1.3.6.1.4.1.311",
     "20.2 szOID_ENROLL_CERTTYPE_EXTENSION|21.1 szOID_CERTSRV_CA_VERSION|21.2 szOID_CERTSRV_PREVIOUS_CERT_HASH|"
     "21.3 szOID_CRL_VIRTUAL_BASE|21.4 szOID_CRL_NEXT_PUBLISH|21.7 szOID_CERTIFICATE_TEMPLATE|21.10 szOID_APPLICATION_CERT_POLICIES|"
     "21.11 szOID_APPLICATION_POLICY_MAPPINGS|21.12 szOID_APPLICATION_POLICY_CONSTRAINTS|21.14 szOID_CRL_SELF_CDP|"
     "21.22 szOID_CERTSRV_CROSSCA_VERSION|25.2 szOID_NTDS_CA_SECURITY_EXT|25.2.1 szOID_NTDS_OBJECTSID|25.1 szOID_NTDS_REPLICATION|"
     "13.1 szOID_RENEWAL_CERTIFICATE|13.2.1 szOID_ENROLLMENT_NAME_VALUE_PAIR|13.2.2 szOID_ENROLLMENT_CSP_PROVIDER|"
     "13.2.3 szOID_OS_VERSION|21.20 szOID_REQUEST_CLIENT_INFO|20.1 szOID_AUTO_ENROLL_CTL_USAGE|10.2 szOID_NEXT_UPDATE_LOCATION|"
     "10.9.1 szOID_CERT_PROP_ID|10.11.11 szOID_CERT_FRIENDLY_NAME_PROP|2.1.4 SPC_INDIRECT_DATA_OBJID|2.1.10 SPC_SP_AGENCY_INFO_OBJID|"
     "2.1.11 SPC_STATEMENT_TYPE_OBJID|2.1.12 SPC_SP_OPUS_INFO_OBJID|2.1.14 SPC_CERT_EXTENSIONS_OBJID|2.1.15 SPC_PE_IMAGE_DATA_OBJID|"
     "2.1.26 SPC_MINIMAL_CRITERIA_OBJID|2.1.27 SPC_FINANCIAL_CRITERIA_OBJID|"
     "88.2.1 szOID_ORIGINAL_FILENAME"),
    ("Entrust", "", "1.2.840.113533.7.65.0 entrustVersInfo"),
    ("Apple", "1.2.840.113635.100.6",
     "1.2 apple-worldwide-developer-relations|1.4 apple-ios-distribution|1.13 apple-developer-id-application|2.1 apple-wwdr-intermediate|"
     "2.6 apple-developer-id-intermediate|2.12 apple-server-authentication-intermediate"),
    ("TCG", "2.23.133", "2.1 tcg-at-tpmManufacturer|2.2 tcg-at-tpmModel|2.3 tcg-at-tpmVersion|2.16 tcg-at-tpmSpecification|"
     "8.1 tcg-kp-EKCertificate|8.2 tcg-kp-PlatformAttributeCertificate|8.3 tcg-kp-AIKCertificate"),
    ("FIDO", "1.3.6.1.4.1.45724", "1.1.4 id-fido-gen-ce-aaguid|2.1.1 id-fido-u2f-ce-transports"),
    ("Android", "", "1.3.6.1.4.1.11129.2.1.17 android-key-attestation"),
    ("BSI TR-03110", "0.4.0.127.0.7", "3.1.2.1 id-IS|3.1.2.2 id-AT|3.1.2.3 id-ST|2.2.2 id-TA|2.2.3 id-CA|2.2.4 id-PACE"),
    ("ICAO 9303", "2.23.136.1.1", "1 ldsSecurityObject|2 cscaMasterList|3 cscaMasterListSigningKey|6.1 nameChange|6.2 documentTypeList"),
    # Purposes
    ("RFC 5280 §4.2.1.12", "1.3.6.1.5.5.7.3", "1 serverAuth|2 clientAuth|3 codeSigning|4 emailProtection|8 timeStamping|9 OCSPSigning"),
    ("RFC 5280 §4.2.1.12", "", "2.5.29.37.0 anyExtendedKeyUsage"),
    ("RFC 4945", "1.3.6.1.5.5.7.3", "5 ipsecEndSystem|6 ipsecTunnel|7 ipsecUser|17 ipsecIKE"),
    ("RFC 3029", "1.3.6.1.5.5.7.3", "10 dvcs"),
    ("RFC 4334", "1.3.6.1.5.5.7.3", "13 eapOverPPP|14 eapOverLAN"),
    ("RFC 5055", "1.3.6.1.5.5.7.3", "15 scvpServer|16 scvpClient"),
    ("RFC 5924", "1.3.6.1.5.5.7.3", "20 sipDomain"),
    ("RFC 6187", "1.3.6.1.5.5.7.3", "21 secureShellClient|22 secureShellServer"),
    ("RFC 6494", "1.3.6.1.5.5.7.3", "23 sendRouter|24 sendProxiedRouter|25 sendOwner|26 sendProxiedOwner"),
    ("RFC 6402", "1.3.6.1.5.5.7.3", "27 cmcCA|28 cmcRA|29 cmcArchive"),
    ("RFC 8209", "1.3.6.1.5.5.7.3", "30 bgpsecRouter"),
    ("VMC", "1.3.6.1.5.5.7.3", "31 brandIndicatorforMessageIdentification"),
    ("RFC 5415", "1.3.6.1.5.5.7.3", "18 capwapAC|19 capwapWTP"),
    ("RFC 9480", "1.3.6.1.5.5.7.3", "32 cmKGA"),
    ("RFC 9289", "1.3.6.1.5.5.7.3", "33 rpcTLSClient|34 rpcTLSServer"),
    ("RFC 9174", "1.3.6.1.5.5.7.3", "35 bundleSecurity"),
    ("RFC 9336", "1.3.6.1.5.5.7.3", "36 documentSigning"),
    ("RFC 9509", "1.3.6.1.5.5.7.3", "37 jwt|38 httpContentEncrypt|39 oauthAccessTokenSigning"),
    ("RFC 9734", "1.3.6.1.5.5.7.3", "40 imUri"),
    ("RFC 4556", "1.3.6.1.5.2.3", "1 pkinitAuthData|2 pkinitDHKeyData|3 pkinitRkeyData|4 pkinitKPClientAuth|5 pkinitKPKdc"),
    ("RFC 4556", "1.3.6.1.5.2", "2 krb5PrincipalName"),
    ("Microsoft", "1.3.6.1.4.1.311",
     "2.1.21 msCodeInd|2.1.22 msCodeCom|10.3.1 msCTLSign|10.3.2 msTimeStampSigning|10.3.3 msSGC|10.3.4 msEFS|10.3.4.1 msEFSRecovery|"
     "10.3.5 msWHQLCrypto|10.3.6 msNT5Crypto|10.3.7 msOEMWHQLCrypto|10.3.8 msEmbeddedNTCrypto|10.3.9 msRootListSigner|"
     "10.3.10 msQualifiedSubordination|10.3.11 msKeyRecovery|10.3.12 msDocumentSigning|10.3.13 msLifetimeSigning|10.5.1 msDRM|"
     "10.6.1 msLicenses|10.6.2 msLicenseServer|10.12.1 msAnyApplicationPolicy|20.2.1 msEnrollmentAgent|20.2.2 msSmartcardLogin|"
     "20.2.3 msUPN|21.5 msCAExchange|21.6 msKeyRecoveryAgent|21.13 msKeyArchival|21.19 msDSEmailReplication|54.1.2 msRemoteDesktop|"
     "61.1.1 msKernelModeCodeSigning|67.1.1 msBitLockerDriveEncryption|67.1.2 msBitLockerDataRecovery|80.1 msDocumentEncryption"),
    ("Netscape", "", "2.16.840.1.113730.4.1 nsSGC"),
    ("VeriSign", "", "2.16.840.1.113733.1.8.1 verisignServerGatedCrypto"),
    ("Adobe", "1.2.840.113583.1.1", "5 adobeAuthenticDocumentsTrust|8 adobeRevocationInfoArchival|9.1 adobeTimeStamp|"
     "9.2 adobeArchiveRevInfo"),
    ("ETSI TS 119 612", "", "0.4.0.2231.3.0 id-tsl-kp-tslSigning"),
    ("FIPS 201", "2.16.840.1.101.3.6", "7 id-PIV-content-signing|8 id-PIV-cardAuth|6.1 pivCardholder-FACSCN|9.1 piv-interim"),
    ("Intel", "", "2.16.840.1.113741.1.2.3 intelAMTManagement"),
    # Names inside otherName
    ("RFC 4985", "1.3.6.1.5.5.7.8", "7 dnsSRV"),
    ("RFC 6120", "1.3.6.1.5.5.7.8", "5 xmppAddr"),
    ("RFC 4043", "1.3.6.1.5.5.7.8", "3 permanentIdentifier"),
    ("RFC 4108", "1.3.6.1.5.5.7.8", "4 hardwareModuleName"),
    ("RFC 7585", "1.3.6.1.5.5.7.8", "8 naiRealm"),
    ("RFC 9598", "1.3.6.1.5.5.7.8", "9 smtpUTF8Mailbox"),
    ("RFC 8994", "1.3.6.1.5.5.7.8", "10 acpNodeName"),
    # Access methods, qualifiers, misc. PKIX
    ("RFC 5280 §4.2.2", "1.3.6.1.5.5.7.48", "1 ocsp|2 caIssuers|3 timeStamping-access|5 caRepository"),
    ("RFC 6487", "1.3.6.1.5.5.7.48", "10 rpkiManifest-access|11 signedObject|13 rpkiNotify"),
    ("RFC 3029", "1.3.6.1.5.5.7.48", "4 dvcs-access"),
    ("RFC 5280 §4.2.1.4", "1.3.6.1.5.5.7.2", "1 cps|2 unotice"),
    ("RFC 6484", "1.3.6.1.5.5.7.14", "2 ipAddr-asNumber"),
    ("RFC 8360", "1.3.6.1.5.5.7.14", "3 ipAddr-asNumber-v2"),
    ("RFC 3739 §3.2.6", "1.3.6.1.5.5.7.11", "1 id-qcs-pkixQCSyntax-v1|2 id-qcs-pkixQCSyntax-v2"),
    ("RFC 3820", "1.3.6.1.5.5.7.21", "0 id-ppl-anyLanguage|1 id-ppl-inheritAll|2 id-ppl-independent"),
    ("RFC 3709", "1.3.6.1.5.5.7.20", "1 logo-loyalty|2 logo-background"),
    ("RFC 5280 §B", "1.2.840.10040.2", "1 holdInstructionNone|2 holdInstructionCallIssuer|3 holdInstructionReject"),
    ("RFC 4211", "1.3.6.1.5.5.7.5.1", "1 regToken|2 authenticator|3 pkiPublicationInfo|4 pkiArchiveOptions|5 oldCertID|6 protocolEncrKey"),
    # Policies
    ("RFC 5280 §4.2.1.4", "", "2.5.29.32.0 anyPolicy"),
    ("CA/Browser Forum BR §7.1.6.1", "2.23.140.1", "1 ev-guidelines|2.1 domain-validated|2.2 organization-validated|"
     "2.3 individual-validated"),
    ("CA/Browser Forum CSBR", "2.23.140.1", "3 extended-validation-codesigning|4.1 code-signing-requirements|"
     "4.2 code-signing-timestamping"),
    ("CA/Browser Forum SMBR §7.1.6.1", "2.23.140.1.5",
     "1.1 smime-mailbox-validated-legacy|1.2 smime-mailbox-validated-multipurpose|1.3 smime-mailbox-validated-strict|"
     "2.1 smime-organization-validated-legacy|2.2 smime-organization-validated-multipurpose|2.3 smime-organization-validated-strict|"
     "3.1 smime-sponsor-validated-legacy|3.2 smime-sponsor-validated-multipurpose|3.3 smime-sponsor-validated-strict|"
     "4.1 smime-individual-validated-legacy|4.2 smime-individual-validated-multipurpose|4.3 smime-individual-validated-strict"),
    ("ETSI EN 319 411-1 §5.3", "0.4.0.2042.1", "1 etsi-ncp|2 etsi-ncp-plus|3 etsi-lcp|4 etsi-evcp|5 etsi-evcp-plus|6 etsi-dvcp|"
     "7 etsi-ovcp|8 etsi-ivcp"),
    ("ETSI EN 319 411-2 §5.3", "0.4.0.194112.1", "0 etsi-qcp-natural|1 etsi-qcp-legal|2 etsi-qcp-natural-qscd|3 etsi-qcp-legal-qscd|"
     "4 etsi-qcp-web"),
    ("ETSI TS 101 456", "0.4.0.1456.1", "1 etsi-qcp-public-with-sscd|2 etsi-qcp-public"),
    ("ISRG CPS", "1.3.6.1.4.1.44947.1.1", "1 isrg-domain-validated"),
    ("CA's CPS", "",
     "2.16.840.1.114412.2.1 digicert-ev|2.16.840.1.114412.1.1 digicert-ov|2.16.840.1.114412.1.2 digicert-dv|"
     "2.16.840.1.114413.1.7.23.1 godaddy-dv|2.16.840.1.114413.1.7.23.2 godaddy-ov|2.16.840.1.114413.1.7.23.3 godaddy-ev|"
     "2.16.840.1.114414.1.7.23.1 starfield-dv|2.16.840.1.114414.1.7.23.2 starfield-ov|2.16.840.1.114414.1.7.23.3 starfield-ev|"
     "2.16.840.1.114028.10.1.2 entrust-ev|1.3.6.1.4.1.4146.1.1 globalsign-ev|1.3.6.1.4.1.6449.1.2.1.5.1 sectigo-ev|"
     "1.3.6.1.4.1.6449.1.2.2.7 sectigo-dv|2.16.840.1.113733.1.7.23.6 verisign-ev|2.16.840.1.113733.1.7.48.1 thawte-ev|"
     "2.16.840.1.113733.1.7.23.3 verisign-class3|1.3.6.1.4.1.14370.1.6 geotrust-ev|1.3.6.1.4.1.8024.0.2.100.1.2 quovadis-ev|"
     "2.16.756.1.89.1.2.1.1 swisssign-ev|1.2.392.200091.100.721.1 secom-ev|1.3.6.1.4.1.7879.13.24.1 t-systems-ev|"
     "1.3.159.1.17.1 actalis-ev|2.16.578.1.26.1.3.3 buypass-ev|1.3.6.1.4.1.40869.1.1.22.3 twca-ev|1.3.6.1.4.1.6334.1.100.1 cybertrust-ev|"
     "1.3.6.1.4.1.782.1.2.1.8.1 network-solutions-ev|2.16.840.1.114404.1.1.2.4.1 trustwave-ev|1.2.616.1.113527.2.5.1.1 certum-ev"),
    # Qualified certificates
    ("ETSI EN 319 412-5 §4", "0.4.0.1862.1",
     "1 QcCompliance|2 QcLimitValue|3 QcRetentionPeriod|4 QcSSCD|"
     "5 QcPDS|6 QcType|7 QcCClegislation|6.1 qct-esign|6.2 qct-eseal|6.3 qct-web"),
    ("ETSI EN 319 412-1", "0.4.0.194121.1", "1 semanticsId-Natural|2 semanticsId-Legal|3 semanticsId-eIDASNatural|"
     "4 semanticsId-eIDASLegal"),
    ("ETSI TS 119 495", "0.4.0.19495", "2 psd2-qcStatement|1.1 PSP_AS|1.2 PSP_PI|1.3 PSP_AI|1.4 PSP_IC|3.1 qcs-QcCertType-openBanking"),
)  # fmt: skip
