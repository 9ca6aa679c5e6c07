// A shop of Go's own net/http: bearer tokens with roles, and API keys.
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"
	"strings"
)

type table = map[string]any

func say(answer http.ResponseWriter, status int, what any) {
	answer.Header().Set("Content-Type", "application/json")
	answer.WriteHeader(status)
	if err := json.NewEncoder(answer).Encode(what); err != nil {
		log.Print(err)
	}
}

func saying(what any) http.HandlerFunc {
	return func(answer http.ResponseWriter, _ *http.Request) { say(answer, http.StatusOK, what) }
}

func bearer(role string, next http.HandlerFunc) http.HandlerFunc {
	roles := map[string]string{os.Getenv("SHOP_TOKEN"): "buyer", os.Getenv("SHOP_ADMIN_TOKEN"): "admin"}
	return func(answer http.ResponseWriter, request *http.Request) {
		given, isBearer := strings.CutPrefix(request.Header.Get("Authorization"), "Bearer ")
		found := roles[given]
		if !isBearer || given == "" || found == "" {
			answer.Header().Set("WWW-Authenticate", "Bearer")
			say(answer, http.StatusUnauthorized, table{"error": "not authenticated"})
		} else if role != "" && found != role {
			say(answer, http.StatusForbidden, table{"error": "administrators only"})
		} else {
			next(answer, request)
		}
	}
}

func key(next http.HandlerFunc) http.HandlerFunc {
	return func(answer http.ResponseWriter, request *http.Request) {
		if given := request.Header.Get("X-API-Key"); given == "" || given != os.Getenv("SHOP_KEY") {
			say(answer, http.StatusUnauthorized, table{"error": "no key"})
			return
		}
		next(answer, request)
	}
}

func main() {
	kettle := table{"name": "kettle", "price": 3900}
	http.HandleFunc("/healthz", saying(table{"status": "ok"}))
	http.HandleFunc("/version", saying(table{"version": "1.2.0"}))
	http.HandleFunc("/products", saying([]table{kettle}))
	http.HandleFunc("/orders", bearer("", saying(table{"orders": []table{{"id": 1001, "name": "kettle"}}})))
	http.HandleFunc("/admin", bearer("admin", saying(table{"users": []string{"alice", "root"}})))
	http.HandleFunc("/stock", key(saying(table{"stock": []table{{"name": "kettle", "pieces": 7}}})))
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("SHOP_PORT"), nil))
}
