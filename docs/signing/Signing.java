import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signs a request and verifies an answer with ES256, with nothing but the JDK (9 or later for the r||s form).
 * 仅用 JDK 为请求签名、核验应答签名（ES256）。
 *
 *   java Signing.java sign KEY.private.jwk PARTY GATEWAY METHOD TARGET BODYFILE
 *   java Signing.java verify JWKS JTI STATUS X-JWS-SIGNATURE BODYFILE
 */
public class Signing {
  static final String ALGORITHM = "SHA256withECDSAinP1363Format";

  /** The value of X-JWS-Signature. {@code target}: path and query exactly as sent. A new jti for every transmission. */
  static String sign(String jwk, String party, String gateway, String method, String target, byte[] body)
      throws GeneralSecurityException {
    String header = "{\"alg\":\"ES256\",\"kid\":\"" + member(jwk, "kid") + "\",\"b64\":false,\"crit\":[\"b64\"],"
        + "\"iss\":\"" + party + "\",\"aud\":\"" + gateway + "\",\"iat\":" + Instant.now().getEpochSecond() + ","
        + "\"jti\":\"" + UUID.randomUUID() + "\",\"htm\":\"" + method + "\",\"htu\":\"" + target + "\"}";
    String head = Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8));
    Signature signature = Signature.getInstance(ALGORITHM);
    signature.initSign(KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(number(jwk, "d"), p256())));
    signature.update((head + ".").getBytes(StandardCharsets.US_ASCII));
    signature.update(body);
    return head + ".." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  /** Whether an answer is the gateway's, unchanged, and the answer to the request of that jti. Check before you collect. */
  static boolean verify(String jwks, String jti, String status, String value, byte[] body)
      throws GeneralSecurityException {
    String[] parts = value.split("\\.", -1);
    if (parts.length != 3 || !parts[1].isEmpty()) return false;
    String header = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
    if (!member(header, "alg").equals("ES256") || !member(header, "req").equals(jti)) return false;
    if (!header.matches(".*\"status\":" + status + "[,}].*")) return false;
    // The gateway keeps retired keys in the list: the kid tells which one it was.
    Matcher key = Pattern.compile("\\{[^{}]*\"kid\":\"" + Pattern.quote(member(header, "kid")) + "\"[^{}]*\\}").matcher(jwks);
    if (!key.find()) return false;
    ECPoint point = new ECPoint(number(key.group(), "x"), number(key.group(), "y"));
    Signature signature = Signature.getInstance(ALGORITHM);
    signature.initVerify(KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, p256())));
    signature.update((parts[0] + ".").getBytes(StandardCharsets.US_ASCII));
    signature.update(body);
    return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
  }

  static ECParameterSpec p256() throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  /** A text member of a flat JSON object; use your JSON library where you have one. */
  static String member(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
    if (!found.find()) throw new IllegalArgumentException("no member " + name);
    return found.group(1);
  }

  static BigInteger number(String json, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(member(json, name)));
  }

  public static void main(String[] args) throws Exception {
    byte[] body = Files.readAllBytes(Path.of(args[args.length - 1]));
    String key = Files.readString(Path.of(args[1]));
    if (args[0].equals("sign")) System.out.println(sign(key, args[2], args[3], args[4], args[5], body));
    else System.out.println(verify(key, args[2], args[3], args[4], body));
  }
}
