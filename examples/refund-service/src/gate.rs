//! One change of a scope at a time in this process: those that wait hold no connection.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use crate::failure::Failure;
use crate::request::Scope;

/// The queues in front of the scopes that are being changed. First come, first served.
#[derive(Debug, Clone)]
pub struct Gates {
    turns: Arc<Mutex<HashMap<Scope, Arc<Turn<()>>>>>,
    longest_queue: usize,
}

/// The right to change a scope, until it is dropped.
#[derive(Debug)]
pub struct Pass {
    gates: Gates,
    scope: Scope,
    turn: Option<OwnedMutexGuard<()>>,
}

impl Gates {
    /// Queues of at most so many.
    #[must_use]
    pub fn new(longest_queue: usize) -> Self {
        Self { turns: Arc::default(), longest_queue }
    }

    /// Waits for the turn to change a scope. An error when too many wait already.
    pub async fn enter(&self, scope: &Scope) -> Result<Pass, Failure> {
        let turn = {
            let mut turns = self.turns();
            let turn = turns.entry(scope.clone()).or_default();
            // One is the map's, one is of the one whose turn it is.
            if Arc::strong_count(turn) > self.longest_queue.saturating_add(1) {
                return Err(Failure::QueueFull);
            }
            Arc::clone(turn)
        };
        // Made first: who gives up waiting leaves nothing behind either.
        let mut pass = Pass { gates: self.clone(), scope: scope.clone(), turn: None };
        pass.turn = Some(turn.lock_owned().await);
        Ok(pass)
    }

    fn turns(&self) -> MutexGuard<'_, HashMap<Scope, Arc<Turn<()>>>> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut turns = self.gates.turns();
        drop(self.turn.take());
        if turns.get(&self.scope).is_some_and(|turn| Arc::strong_count(turn) == 1) {
            turns.remove(&self.scope);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_queue_has_an_end_and_a_scope_without_one_leaves_nothing_behind() {
        let gates = Gates::new(2);
        let (contoso, fabrikam) = (Scope::new("contoso").unwrap(), Scope::new("fabrikam").unwrap());
        let first = gates.enter(&contoso).await.unwrap();
        let waiting: Vec<_> = (0..2)
            .map(|_| {
                let (gates, contoso) = (gates.clone(), contoso.clone());
                tokio::spawn(async move { gates.enter(&contoso).await.map(drop) })
            })
            .collect();
        tokio::task::yield_now().await;
        assert!(matches!(gates.enter(&contoso).await, Err(Failure::QueueFull)));
        drop(gates.enter(&fabrikam).await.unwrap());
        drop(first);
        for task in waiting {
            task.await.unwrap().unwrap();
        }
        assert!(gates.turns().is_empty());
    }
}
