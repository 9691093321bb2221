#nullable disable
using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>
/// Signs a request and verifies an answer with ES256, with nothing but .NET (6 or later).
/// 仅用 .NET 为请求签名、核验应答签名（ES256）。
///
/// In a console project (dotnet new console) this file takes the place of Program.cs; from .NET 10 on it runs without a
/// project: dotnet run Signing.cs -- sign …
/// 在控制台项目中以本文件替换 Program.cs；.NET 10 起无须项目。
///
///   dotnet run -- sign KEY.private.jwk PARTY GATEWAY METHOD TARGET BODYFILE
///   dotnet run -- verify JWKS JTI STATUS X-JWS-SIGNATURE BODYFILE
/// </summary>
public static class Signing
{
    /// <summary>The value of X-JWS-Signature. target: path and query exactly as sent. A new jti for every transmission.</summary>
    public static string Sign(JsonElement jwk, string party, string gateway, string method, string target, byte[] body)
    {
        // Node by node: the serializer refuses to work in a program that is trimmed or compiled ahead of time.
        var header = new JsonObject
        {
            ["alg"] = "ES256", ["kid"] = jwk.GetProperty("kid").GetString(), ["b64"] = false, ["crit"] = new JsonArray("b64"),
            ["iss"] = party, ["aud"] = gateway, ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString(), ["htm"] = method, ["htu"] = target,
        };
        var head = Encode(Encoding.UTF8.GetBytes(header.ToJsonString()));
        using var key = ECDsa.Create(Parameters(jwk, Decode(jwk.GetProperty("d").GetString())));
        // .NET gives r||s, 64 bytes, which is the form of JOSE.
        return head + ".." + Encode(key.SignData(Input(head, body), HashAlgorithmName.SHA256));
    }

    /// <summary>Whether an answer is the gateway's, unchanged, and the answer to the request of that jti. Check before you collect.</summary>
    public static bool Verify(JsonElement jwks, string jti, int status, string value, byte[] body)
    {
        var parts = value.Split('.');
        if (parts.Length != 3 || parts[1] != "") return false;
        var header = JsonDocument.Parse(Decode(parts[0])).RootElement;
        if (header.GetProperty("alg").GetString() != "ES256") return false;
        if (header.GetProperty("req").GetString() != jti || header.GetProperty("status").GetInt32() != status) return false;
        // The gateway keeps retired keys in the list: the kid tells which one it was.
        var kid = header.GetProperty("kid").GetString();
        foreach (var jwk in jwks.GetProperty("keys").EnumerateArray())
        {
            if (jwk.GetProperty("kid").GetString() != kid) continue;
            using var key = ECDsa.Create(Parameters(jwk, null));
            return key.VerifyData(Input(parts[0], body), Decode(parts[2]), HashAlgorithmName.SHA256);
        }
        return false;
    }

    static ECParameters Parameters(JsonElement jwk, byte[] secret) => new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Decode(jwk.GetProperty("x").GetString()), Y = Decode(jwk.GetProperty("y").GetString()) },
        D = secret,
    };

    static byte[] Input(string head, byte[] body) => Encoding.ASCII.GetBytes(head + ".").Concat(body).ToArray();

    static string Encode(byte[] data) => Convert.ToBase64String(data).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    static byte[] Decode(string text)
    {
        var padded = text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - text.Length % 4) % 4);
        return Convert.FromBase64String(padded);
    }

    public static void Main(string[] args)
    {
        var key = JsonDocument.Parse(File.ReadAllText(args[1])).RootElement;
        var body = File.ReadAllBytes(args[^1]);
        Console.WriteLine(args[0] == "sign"
            ? Sign(key, args[2], args[3], args[4], args[5], body)
            : Verify(key, args[2], int.Parse(args[3]), args[4], body).ToString().ToLowerInvariant());
    }
}
