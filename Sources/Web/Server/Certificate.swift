import NIOSSL

/// What this server proves itself with on an encrypted line of its own: a certificate and its key, from PEM files.
public struct Certificate: Sendable {
    let configuration: TLSConfiguration

    /// Why the files are of no use, in words that complete “The certificate …”.
    public struct Unusable: Error, Sendable {
        public let why: String
    }

    /// - Parameters:
    ///   - chain: a PEM file with the certificate and those between it and its issuer, in that order.
    ///   - key: a PEM file with the certificate's private key, without a passphrase.
    /// - Throws: ``Unusable``.
    public init(chain: String, key: String) throws(Unusable) {
        let certificates: [NIOSSLCertificate]
        do { certificates = try NIOSSLCertificate.fromPEMFile(chain) } catch { throw Unusable(why: "cannot be read from \(chain)") }
        guard !certificates.isEmpty else { throw Unusable(why: "cannot be read from \(chain)") }
        let secret: NIOSSLPrivateKey
        do { secret = try NIOSSLPrivateKey(file: key, format: .pem) } catch { throw Unusable(why: "has no key that can be read in \(key)") }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(secret))
        configuration.minimumTLSVersion = .tlsv12
        // Of TLS 1.2 only what has forward secrecy and is authenticated as a whole; TLS 1.3 has nothing else.
        configuration.cipherSuiteValues = [
            .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        ]
        // Made once here, so that a key which is not the certificate's is said at the start and not to the first browser.
        do { _ = try NIOSSLContext(configuration: configuration) } catch {
            throw Unusable(why: "in \(chain) and the key in \(key) do not belong together")
        }
        self.configuration = configuration
    }
}
