// A server of HashiCorp raft that records what raft puts on its NotifyCh, and serves raft.Stats() at /stats.
//
//	server ID RECORDING HTTP-ADDRESS TIMEOUT-MS ID=RAFT-ADDRESS... [bootstrap]
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/raft"
)

type noState struct{}

func (noState) Apply(*raft.Log) interface{}         { return nil }
func (noState) Snapshot() (raft.FSMSnapshot, error) { return noState{}, nil }
func (noState) Restore(r io.ReadCloser) error       { return r.Close() }
func (noState) Persist(s raft.SnapshotSink) error   { return s.Close() }
func (noState) Release()                            {}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// ledTerm returns the term that the server leads, or "" if it leads no longer: Stats() is not atomic, so only a state
// between two equal terms has that term.
func ledTerm(r *raft.Raft) string {
	for {
		before, now := r.Stats(), r.Stats()
		if now["state"] != "Leader" {
			return ""
		}
		if before["term"] == now["term"] {
			return now["term"]
		}
	}
}

func record(file string, id string, notify <-chan bool, r *raft.Raft) {
	out, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_RDWR, 0644)
	must(err)
	last := []byte{'\n'}
	if size, _ := out.Seek(0, io.SeekEnd); size > 0 {
		_, err = out.ReadAt(last, size-1)
		must(err)
	}
	if last[0] != '\n' { // a crash cut the last line off
		fmt.Fprintln(out)
	}
	start := time.Now()
	fmt.Fprintf(out, `{"format":"raft-election","version":2,"cluster":"orders","startedAt":"%s"}`+"\n",
		start.UTC().Format(time.RFC3339Nano))
	for leads := range notify {
		at, event, term := time.Since(start).Seconds(), "lost", ""
		if leads {
			event, term = "acquired", ledTerm(r)
			if term != "" {
				term = `,"term":` + term
			}
		}
		fmt.Fprintf(out, `{"at":%.9f,"event":"%s","server":"%s"%s}`+"\n", at, event, id, term)
	}
}

func main() {
	id, file, web := os.Args[1], os.Args[2], os.Args[3]
	millis, err := strconv.Atoi(os.Args[4])
	must(err)
	notify := make(chan bool, 64)
	conf := raft.DefaultConfig()
	conf.LocalID = raft.ServerID(id)
	conf.HeartbeatTimeout = time.Duration(millis) * time.Millisecond
	conf.ElectionTimeout = conf.HeartbeatTimeout
	conf.LeaderLeaseTimeout = conf.HeartbeatTimeout
	conf.NotifyCh = notify
	conf.Logger = hclog.New(&hclog.LoggerOptions{Name: "raft", Level: hclog.Debug, Output: os.Stderr})
	var cluster raft.Configuration
	own := ""
	for _, arg := range os.Args[5:] {
		if parts := strings.SplitN(arg, "=", 2); len(parts) == 2 {
			cluster.Servers = append(cluster.Servers,
				raft.Server{ID: raft.ServerID(parts[0]), Address: raft.ServerAddress(parts[1])})
			if parts[0] == id {
				own = parts[1]
			}
		}
	}
	transport, err := raft.NewTCPTransport(own, nil, 3, conf.HeartbeatTimeout, os.Stderr)
	must(err)
	store := raft.NewInmemStore()
	r, err := raft.NewRaft(conf, noState{}, store, store, raft.NewInmemSnapshotStore(), transport)
	must(err)
	_, err = os.Stat(file)
	isNew := os.IsNotExist(err) // a restarted server has lost its memory, and learns the cluster from the leader
	go record(file, id, notify, r)
	if isNew && os.Args[len(os.Args)-1] == "bootstrap" {
		must(r.BootstrapCluster(cluster).Error())
	}
	http.HandleFunc("/stats", func(w http.ResponseWriter, q *http.Request) {
		must(json.NewEncoder(w).Encode(r.Stats()))
	})
	must(http.ListenAndServe(web, nil))
}
