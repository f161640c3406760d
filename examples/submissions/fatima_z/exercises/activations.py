import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-np.asarray(z, dtype=np.float64)))


def sigmoid_derivative(a):
    return np.asarray(a, dtype=np.float64) * (1 - np.asarray(a, dtype=np.float64))


def tanh(z):
    z = np.asarray(z, dtype=np.float64)
    # (e - 1/e) / (e + 1/e) with e = exp(z), divided by the larger one
    t = np.expm1(-2 * np.abs(z))
    return np.sign(z) * -t / (t + 2)


def tanh_derivative(a):
    return 1 - np.asarray(a, dtype=np.float64) ** 2


def relu(z):
    z = np.asarray(z, dtype=np.float64)
    z[z < 0] = 0
    return z


def relu_derivative(a):
    a = np.array(a, dtype=np.float64)
    a[a > 0] = 1
    return a


def softmax(Z):
    Z = np.array(Z, dtype=np.float64)
    Z -= Z.max(axis=-1, keepdims=True)
    np.exp(Z, out=Z)
    Z /= Z.sum(axis=-1, keepdims=True)
    return Z


def log_softmax(Z):
    Z = np.array(Z, dtype=np.float64)
    Z -= Z.max(axis=-1, keepdims=True)
    Z -= np.log(np.exp(Z).sum(axis=-1, keepdims=True))
    return Z


def softmax_jacobian(a):
    a = np.array(a, dtype=np.float64)
    J = np.empty((len(a), len(a)))
    for i in range(len(a)):
        J[i] = -a[i] * a
        J[i, i] += a[i]
    return J
