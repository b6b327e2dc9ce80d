"""Pages for whoever comes by a capability link 凭链办理: no account, one matter, the moves the link names."""
