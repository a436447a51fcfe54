import ChatDomain
import ChatWire
import UnicodeText

// People and rooms by their names, for doors where names are typed. A name that only looks like another leads nowhere.
extension ServiceCore {
    /// Somebody by his username, for those who may know of him.
    func profile(named name: String, for caller: Caller, answer: Answer<ProfileView>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            guard let account = account(spelled: name) else { throw .personUnknown }
            answer(.success(try profileView(of: account.id, for: caller.account)))
        } catch {
            answer(.failure(error))
        }
    }

    /// Several at once, for one request. In their order; nil for a name that leads to nobody one may know of.
    func people(named names: [String], for caller: Caller, answer: Answer<[AccountView?]>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            answer(
                .success(
                    names.map { name in
                        guard let account = account(spelled: name), account.state == .active,
                            directory.mayKnow(of: account.id, caller.account)
                        else { return nil }
                        return shownView(account)
                    }))
        } catch {
            answer(.failure(error))
        }
    }

    private func account(spelled name: String) -> Account? {
        guard let account = Handle.lookUpKey(name).flatMap({ directory.account(username: $0) }),
            account.username.isSpelled(name)
        else { return nil }
        return account
    }

    /// A channel by its handle, for those who may know of it.
    func room(named name: String, for caller: Caller, answer: Answer<RoomView>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            guard let state = Handle.lookUpKey(name).flatMap({ directory.room(handle: $0) }),
                state.settings.kind == .channel, state.room.handle.isSpelled(name)
            else { throw .roomUnknown }
            answer(.success(view(try visible(state.room.id, to: caller.account), for: caller.account)))
        } catch {
            answer(.failure(error))
        }
    }
}

extension Handle {
    /// Whether what was typed is this name, in any case and width.
    fileprivate func isSpelled(_ typed: String) -> Bool { TextForm.caseFoldedNFKC(typed) == text }
}
