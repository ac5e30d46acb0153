"""OIDs of algorithms and curves: (citation, common root, "arc name|arc name...")."""

from __future__ import annotations

BLOCKS: tuple[tuple[str, str, str], ...] = (
    ("RFC 8017 §C", "1.2.840.113549.1.1",
     "1 rsaEncryption|2 md2WithRSAEncryption|4 md5WithRSAEncryption|5 sha1WithRSAEncryption|7 id-RSAES-OAEP|8 id-mgf1|"
     "9 id-pSpecified|10 id-RSASSA-PSS|11 sha256WithRSAEncryption|12 sha384WithRSAEncryption|13 sha512WithRSAEncryption|"
     "14 sha224WithRSAEncryption|15 sha512-224WithRSAEncryption|16 sha512-256WithRSAEncryption"),
    ("RFC 2313", "1.2.840.113549.1.1", "3 md4WithRSAEncryption|6 rsaOAEPEncryptionSET"),
    ("RFC 8018 §A", "1.2.840.113549.1.5",
     "1 pbeWithMD2AndDES-CBC|3 pbeWithMD5AndDES-CBC|4 pbeWithMD2AndRC2-CBC|6 pbeWithMD5AndRC2-CBC|10 pbeWithSHA1AndDES-CBC|"
     "11 pbeWithSHA1AndRC2-CBC|12 id-PBKDF2|13 id-PBES2|14 id-PBMAC1"),
    ("RFC 8018 §B.1", "1.2.840.113549.2",
     "7 id-hmacWithSHA1|8 id-hmacWithSHA224|9 id-hmacWithSHA256|10 id-hmacWithSHA384|11 id-hmacWithSHA512|"
     "12 id-hmacWithSHA512-224|13 id-hmacWithSHA512-256"),
    ("RFC 8017 §B.1", "1.2.840.113549.2", "2 md2|5 md5"),
    ("RFC 1320", "1.2.840.113549.2", "4 md4"),
    ("RFC 8018 §B.2", "1.2.840.113549.3", "2 rc2CBC|7 des-EDE3-CBC|9 rc5-CBC-PAD"),
    ("RFC 4345", "1.2.840.113549.3", "4 rc4"),
    ("RFC 7292 §C", "1.2.840.113549.1.12.1",
     "1 pbeWithSHAAnd128BitRC4|2 pbeWithSHAAnd40BitRC4|3 pbeWithSHAAnd3-KeyTripleDES-CBC|4 pbeWithSHAAnd2-KeyTripleDES-CBC|"
     "5 pbeWithSHAAnd128BitRC2-CBC|6 pbeWithSHAAnd40BitRC2-CBC"),
    ("PKCS #3", "1.2.840.113549.1.3", "1 dhKeyAgreement"),
    ("RFC 7914 §7", "", "1.3.6.1.4.1.11591.4.11 id-scrypt"),
    ("RFC 3279 §2.3", "", "1.2.840.10040.4.1 id-dsa|1.2.840.10040.4.3 id-dsa-with-sha1|1.2.840.10046.2.1 dhpublicnumber|"
     "2.16.840.1.101.2.1.1.22 id-keyExchangeAlgorithm"),
    ("OIW", "1.3.14.3.2", "2 md4WithRSA|3 md5WithRSA|4 md4WithRSAEncryption|7 desCBC|12 dsaOIW|13 dsaWithSHA|15 shaWithRSASignature|18 sha|"
     "26 id-sha1|27 dsaWithSHA1|29 sha1WithRSASignature"),
    ("RFC 5480 §2.1", "", "1.2.840.10045.2.1 id-ecPublicKey|1.3.132.1.12 id-ecDH|1.3.132.1.13 id-ecMQV"),
    ("X9.62", "1.2.840.10045", "1.1 prime-field|1.2 characteristic-two-field|1.2.3.1 gnBasis|1.2.3.2 tpBasis|1.2.3.3 ppBasis"),
    ("RFC 3279 §2.2.3", "1.2.840.10045.4", "1 ecdsa-with-SHA1"),
    ("X9.62", "1.2.840.10045.4", "2 ecdsa-with-Recommended|3 ecdsa-with-Specified"),
    ("RFC 5758 §3.2", "1.2.840.10045.4.3", "1 ecdsa-with-SHA224|2 ecdsa-with-SHA256|3 ecdsa-with-SHA384|4 ecdsa-with-SHA512"),
    ("RFC 8410 §3", "1.3.101", "110 id-X25519|111 id-X448|112 id-Ed25519|113 id-Ed448"),
    ("RFC 5754 §2", "2.16.840.1.101.3.4.2",
     "1 id-sha256|2 id-sha384|3 id-sha512|4 id-sha224"),
    ("FIPS 180-4", "2.16.840.1.101.3.4.2", "5 id-sha512-224|6 id-sha512-256"),
    ("FIPS 202", "2.16.840.1.101.3.4.2",
     "7 id-sha3-224|8 id-sha3-256|9 id-sha3-384|10 id-sha3-512|11 id-shake128|12 id-shake256|"
     "13 id-hmacWithSHA3-224|14 id-hmacWithSHA3-256|15 id-hmacWithSHA3-384|16 id-hmacWithSHA3-512"),
    ("RFC 5758 §3.1", "2.16.840.1.101.3.4.3", "1 id-dsa-with-sha224|2 id-dsa-with-sha256"),
    ("NIST CSOR", "2.16.840.1.101.3.4.3",
     "3 id-dsa-with-sha384|4 id-dsa-with-sha512|5 id-dsa-with-sha3-224|6 id-dsa-with-sha3-256|7 id-dsa-with-sha3-384|"
     "8 id-dsa-with-sha3-512|9 id-ecdsa-with-sha3-224|10 id-ecdsa-with-sha3-256|11 id-ecdsa-with-sha3-384|12 id-ecdsa-with-sha3-512|"
     "13 id-rsassa-pkcs1-v1-5-with-sha3-224|14 id-rsassa-pkcs1-v1-5-with-sha3-256|15 id-rsassa-pkcs1-v1-5-with-sha3-384|"
     "16 id-rsassa-pkcs1-v1-5-with-sha3-512"),
    ("RFC 9881", "2.16.840.1.101.3.4.3", "17 id-ml-dsa-44|18 id-ml-dsa-65|19 id-ml-dsa-87"),
    ("RFC 9909", "2.16.840.1.101.3.4.3",
     "20 id-slh-dsa-sha2-128s|21 id-slh-dsa-sha2-128f|22 id-slh-dsa-sha2-192s|23 id-slh-dsa-sha2-192f|24 id-slh-dsa-sha2-256s|"
     "25 id-slh-dsa-sha2-256f|26 id-slh-dsa-shake-128s|27 id-slh-dsa-shake-128f|28 id-slh-dsa-shake-192s|29 id-slh-dsa-shake-192f|"
     "30 id-slh-dsa-shake-256s|31 id-slh-dsa-shake-256f"),
    ("FIPS 204", "2.16.840.1.101.3.4.3",
     "32 id-hash-ml-dsa-44-with-sha512|33 id-hash-ml-dsa-65-with-sha512|34 id-hash-ml-dsa-87-with-sha512"),
    ("RFC 9909", "2.16.840.1.101.3.4.3",
     "35 id-hash-slh-dsa-sha2-128s-with-sha256|36 id-hash-slh-dsa-sha2-128f-with-sha256|37 id-hash-slh-dsa-sha2-192s-with-sha512|"
     "38 id-hash-slh-dsa-sha2-192f-with-sha512|39 id-hash-slh-dsa-sha2-256s-with-sha512|40 id-hash-slh-dsa-sha2-256f-with-sha512|"
     "41 id-hash-slh-dsa-shake-128s-with-shake128|42 id-hash-slh-dsa-shake-128f-with-shake128|"
     "43 id-hash-slh-dsa-shake-192s-with-shake256|44 id-hash-slh-dsa-shake-192f-with-shake256|"
     "45 id-hash-slh-dsa-shake-256s-with-shake256|46 id-hash-slh-dsa-shake-256f-with-shake256"),
    ("RFC 9935", "2.16.840.1.101.3.4.4", "1 id-alg-ml-kem-512|2 id-alg-ml-kem-768|3 id-alg-ml-kem-1024"),
    ("RFC 9802", "", "1.3.6.1.5.5.7.6.34 id-alg-xmss-hashsig|1.3.6.1.5.5.7.6.35 id-alg-xmssmt-hashsig"),
    ("RFC 9708", "", "1.2.840.113549.1.9.16.3.17 id-alg-hss-lms-hashsig"),
    ("RFC 8692", "1.3.6.1.5.5.7.6", "30 id-RSASSA-PSS-SHAKE128|31 id-RSASSA-PSS-SHAKE256|32 id-ecdsa-with-shake128|"
     "33 id-ecdsa-with-shake256"),
    ("RFC 9925", "1.3.6.1.5.5.7.6", "36 id-alg-unsigned"),
    ("RFC 3565 §2", "2.16.840.1.101.3.4.1",
     "2 aes128-CBC|22 aes192-CBC|42 aes256-CBC|5 aes128-wrap|25 aes192-wrap|45 aes256-wrap"),
    ("RFC 5084 §3", "2.16.840.1.101.3.4.1",
     "6 aes128-GCM|7 aes128-CCM|26 aes192-GCM|27 aes192-CCM|46 aes256-GCM|47 aes256-CCM"),
    ("NIST CSOR", "2.16.840.1.101.3.4.1",
     "1 aes128-ECB|3 aes128-OFB|4 aes128-CFB|21 aes192-ECB|23 aes192-OFB|24 aes192-CFB|41 aes256-ECB|43 aes256-OFB|44 aes256-CFB"),
    ("RFC 3657", "1.2.392.200011.61.1.1.1", "2 camellia128-cbc|3 camellia192-cbc|4 camellia256-cbc"),
    ("RFC 4010", "", "1.2.410.200004.1.4 id-seedCBC"),
    ("RFC 5794", "1.2.410.200046.1.1", "2 aria128-cbc|7 aria192-cbc|12 aria256-cbc"),
    ("KISA", "1.2.410.200004.1", "1 kcdsa|8 kcdsaWithHAS160|9 kcdsaWithSHA1|15 seedCBCWithSHA1"),
    ("RFC 3370 §4", "1.2.840.113549.1.9.16.3", "5 id-alg-ESDH|6 id-alg-CMS3DESwrap|7 id-alg-CMSRC2wrap|9 id-alg-PWRI-KEK|10 id-alg-SSDH"),
    ("RFC 8103", "1.2.840.113549.1.9.16.3", "18 id-alg-AEADChaCha20Poly1305"),
    ("RFC 8619", "1.2.840.113549.1.9.16.3", "28 id-alg-hkdf-with-sha256|29 id-alg-hkdf-with-sha384|30 id-alg-hkdf-with-sha512"),
    ("RFC 5753", "1.3.132.1",
     "11.0 dhSinglePass-stdDH-sha224kdf-scheme|11.1 dhSinglePass-stdDH-sha256kdf-scheme|11.2 dhSinglePass-stdDH-sha384kdf-scheme|"
     "11.3 dhSinglePass-stdDH-sha512kdf-scheme"),
    ("RFC 5753", "", "1.3.133.16.840.63.0.2 dhSinglePass-stdDH-sha1kdf-scheme"),
    ("ISO/IEC 10118-3", "", "1.3.36.3.2.1 ripemd160|1.0.10118.3.0.55 whirlpool|1.3.36.3.3.1.2 rsaSignatureWithripemd160"),
    ("BSI TR-03111", "0.4.0.127.0.7.1.1.4.1", "1 ecdsa-plain-SHA1|2 ecdsa-plain-SHA224|3 ecdsa-plain-SHA256|4 ecdsa-plain-SHA384|"
     "5 ecdsa-plain-SHA512|6 ecdsa-plain-RIPEMD160"),
    ("GM/T 0006", "1.2.156.10197.1",
     "104.1 sm4-ecb|104.2 sm4-cbc|104.3 sm4-ofb|104.4 sm4-cfb|104.7 sm4-ctr|104.8 sm4-gcm|104.9 sm4-ccm|301.1 sm2-sign|"
     "301.2 sm2-keyExchange|301.3 sm2-encrypt|401 sm3|401.2 hmac-sm3|501 sm2-with-sm3|504 rsa-with-sm3"),
    ("RFC 4491", "1.2.643.2.2",
     "3 id-GostR3411-94-with-GostR3410-2001|4 id-GostR3411-94-with-GostR3410-94|9 id-GostR3411-94|19 id-GostR3410-2001|"
     "20 id-GostR3410-94|21 id-Gost28147-89|98 id-GostR3410-2001DH"),
    ("RFC 4357 §11", "1.2.643.2.2",
     "30.0 id-GostR3411-94-TestParamSet|30.1 id-GostR3411-94-CryptoProParamSet|31.0 id-Gost28147-89-TestParamSet|"
     "31.1 id-Gost28147-89-CryptoPro-A-ParamSet|31.2 id-Gost28147-89-CryptoPro-B-ParamSet|"
     "31.3 id-Gost28147-89-CryptoPro-C-ParamSet|31.4 id-Gost28147-89-CryptoPro-D-ParamSet|35.0 id-GostR3410-2001-TestParamSet|"
     "35.1 id-GostR3410-2001-CryptoPro-A-ParamSet|35.2 id-GostR3410-2001-CryptoPro-B-ParamSet|"
     "35.3 id-GostR3410-2001-CryptoPro-C-ParamSet|36.0 id-GostR3410-2001-CryptoPro-XchA-ParamSet|"
     "36.1 id-GostR3410-2001-CryptoPro-XchB-ParamSet"),
    ("RFC 9215 §2", "1.2.643.7.1.1",
     "1.1 id-tc26-gost3410-12-256|1.2 id-tc26-gost3410-12-512|2.2 id-tc26-gost3411-12-256|2.3 id-tc26-gost3411-12-512|"
     "3.2 id-tc26-signwithdigest-gost3410-12-256|3.3 id-tc26-signwithdigest-gost3410-12-512"),
    ("RFC 7836 §A", "1.2.643.7.1",
     "2.1.1.1 id-tc26-gost-3410-12-256-paramSetA|2.1.1.2 id-tc26-gost-3410-12-256-paramSetB|2.1.1.3 id-tc26-gost-3410-12-256-paramSetC|"
     "2.1.1.4 id-tc26-gost-3410-12-256-paramSetD|2.1.2.1 id-tc26-gost-3410-12-512-paramSetA|2.1.2.2 id-tc26-gost-3410-12-512-paramSetB|"
     "2.1.2.3 id-tc26-gost-3410-12-512-paramSetC|2.5.1.1 id-tc26-gost-28147-param-Z"),
    ("DSTU 4145-2002", "1.2.804.2.1.1.1.1", "3.1.1 dstu4145le|2.1 gost34311"),
    # Curves
    ("RFC 5480 §2.1.1.1", "1.2.840.10045.3.1", "1 secp192r1|7 secp256r1"),
    ("RFC 5480 §2.1.1.1", "1.3.132.0",
     "1 sect163k1|15 sect163r2|16 sect283k1|17 sect283r1|26 sect233k1|27 sect233r1|33 secp224r1|34 secp384r1|35 secp521r1|"
     "36 sect409k1|37 sect409r1|38 sect571k1|39 sect571r1"),
    ("SEC 2", "1.3.132.0",
     "2 sect163r1|3 sect239k1|4 sect113r1|5 sect113r2|6 secp112r1|7 secp112r2|8 secp160r1|9 secp160k1|10 secp256k1|22 sect131r1|"
     "23 sect131r2|24 sect193r1|25 sect193r2|28 secp128r1|29 secp128r2|30 secp160r2|31 secp192k1|32 secp224k1"),
    ("X9.62", "1.2.840.10045.3.1", "2 prime192v2|3 prime192v3|4 prime239v1|5 prime239v2|6 prime239v3"),
    ("RFC 5639 §A.1", "1.3.36.3.3.2.8.1.1",
     "1 brainpoolP160r1|2 brainpoolP160t1|3 brainpoolP192r1|4 brainpoolP192t1|5 brainpoolP224r1|6 brainpoolP224t1|7 brainpoolP256r1|"
     "8 brainpoolP256t1|9 brainpoolP320r1|10 brainpoolP320t1|11 brainpoolP384r1|12 brainpoolP384t1|13 brainpoolP512r1|14 brainpoolP512t1"),
    ("GB/T 32918.5", "", "1.2.156.10197.1.301 sm2p256v1"),
    ("ANSSI", "", "1.2.250.1.223.101.256.1 FRP256v1"),
)  # fmt: skip
