// Signs a request and verifies an answer with ES256, with nothing but the standard library.
// 仅用标准库为请求签名、核验应答签名（ES256）。
//
//	go run signing.go sign KEY.private.jwk PARTY GATEWAY METHOD TARGET BODYFILE
//	go run signing.go verify JWKS JTI STATUS X-JWS-SIGNATURE BODYFILE
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"strconv"
	"strings"
	"time"
)

// JWK is a P-256 key; D is there in a private one only.
type JWK struct {
	Kid string `json:"kid"`
	X   string `json:"x"`
	Y   string `json:"y"`
	D   string `json:"d"`
}

var code = base64.RawURLEncoding

func number(text string) *big.Int {
	bytes, err := code.DecodeString(text)
	must(err)
	return new(big.Int).SetBytes(bytes)
}

func public(key JWK) ecdsa.PublicKey {
	return ecdsa.PublicKey{Curve: elliptic.P256(), X: number(key.X), Y: number(key.Y)}
}

func digest(head string, body []byte) []byte {
	sum := sha256.Sum256(append([]byte(head+"."), body...))
	return sum[:]
}

// sign gives the value of X-JWS-Signature. target: path and query exactly as sent. A new jti for every transmission.
func sign(key JWK, party, gateway, method, target string, body []byte) string {
	header, err := json.Marshal(map[string]any{
		"alg": "ES256", "kid": key.Kid, "b64": false, "crit": []string{"b64"}, "iss": party, "aud": gateway,
		"iat": time.Now().Unix(), "jti": uuid(), "htm": method, "htu": target,
	})
	must(err)
	head := code.EncodeToString(header)
	r, s, err := ecdsa.Sign(rand.Reader, &ecdsa.PrivateKey{PublicKey: public(key), D: number(key.D)}, digest(head, body))
	must(err)
	raw := make([]byte, 64)
	r.FillBytes(raw[:32])
	s.FillBytes(raw[32:])
	return head + ".." + code.EncodeToString(raw)
}

// verify tells whether an answer is the gateway's, unchanged, and the answer to the request of that jti. Check before
// you collect.
func verify(keys []JWK, jti string, status int, value string, body []byte) bool {
	parts := strings.Split(value, ".")
	if len(parts) != 3 || parts[1] != "" {
		return false
	}
	text, err := code.DecodeString(parts[0])
	if err != nil {
		return false
	}
	var header struct {
		Alg, Kid, Req string
		Status        int
	}
	if json.Unmarshal(text, &header) != nil || header.Alg != "ES256" || header.Req != jti || header.Status != status {
		return false
	}
	raw, err := code.DecodeString(parts[2])
	if err != nil || len(raw) != 64 {
		return false
	}
	// The gateway keeps retired keys in the list: the kid tells which one it was.
	for _, key := range keys {
		if key.Kid == header.Kid {
			point := public(key)
			r, s := new(big.Int).SetBytes(raw[:32]), new(big.Int).SetBytes(raw[32:])
			return ecdsa.Verify(&point, digest(parts[0], body), r, s)
		}
	}
	return false
}

func uuid() string {
	b := make([]byte, 16)
	_, err := rand.Read(b)
	must(err)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	args := os.Args
	file, err := os.ReadFile(args[2])
	must(err)
	body, err := os.ReadFile(args[len(args)-1])
	must(err)
	if args[1] == "sign" {
		var key JWK
		must(json.Unmarshal(file, &key))
		fmt.Println(sign(key, args[3], args[4], args[5], args[6], body))
		return
	}
	var set struct{ Keys []JWK }
	must(json.Unmarshal(file, &set))
	status, err := strconv.Atoi(args[4])
	must(err)
	fmt.Println(verify(set.Keys, args[3], status, args[5], body))
}
